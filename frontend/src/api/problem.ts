/** One planted fault of a file or a form, as the service names it. */
export interface FieldFault {
  sheet?: string
  row?: number
  column?: string
  record?: string
  field?: string
  pointer?: string
  value?: string
  code?: string
  message: string
}

/** What the service answers when it cannot do what was asked (RFC 9457). Sentences are in the language of the request. */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly code: string
  readonly requestId: string
  readonly retryAfter: number
  readonly faults: FieldFault[]
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    const title = text(body.title)
    const detail = text(body.detail)
    super(detail || title || String(status))
    this.status = status
    this.title = title
    this.detail = detail
    this.code = text(body.code)
    this.requestId = text(body.request_id)
    this.retryAfter = typeof body.retry_after === 'number' ? body.retry_after : 0
    this.faults = Array.isArray(body.errors) ? (body.errors as FieldFault[]) : []
    this.body = body
  }

  /** No answer at all: the service is not running or the connection is gone. */
  static unreachable(): Problem {
    return new Problem(0, { code: 'unreachable' })
  }
}

function text(v: unknown): string {
  return typeof v === 'string' ? v : ''
}
