// Shows openapi.json. Builds elements, never HTML text, so that the page's policy can forbid everything else.
"use strict";

function element(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) e.setAttribute(key, value);
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

// typeText says in a few words what a schema is; references become links to the schema below.
function typeText(schema) {
  if (!schema) return "";
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return element("a", { href: "#schema-" + name }, name);
  }
  if (schema.enum) return element("span", {}, schema.enum.map((v) => JSON.stringify(v)).join(" | "));
  if (schema.type === "array") return element("span", {}, "array of ", typeText(schema.items));
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "any";
  return element("span", {}, type + (schema.format ? " (" + schema.format + ")" : ""));
}

function properties(schema) {
  if (schema.anyOf || schema.oneOf) {
    const list = element("p", {}, "one of: ");
    (schema.anyOf || schema.oneOf).forEach((s, i) => list.append(i ? ", " : "", typeText(s)));
    return list;
  }
  if (!schema.properties) return element("p", {}, typeText(schema));
  const rows = Object.entries(schema.properties).map(([name, p]) =>
    element("tr", {}, element("td", {}, element("code", {}, name), (schema.required || []).includes(name) ? " *" : ""),
      element("td", {}, typeText(p)), element("td", {}, p.description || "")));
  return element("table", {}, element("thead", {}, element("tr", {}, ...["Field", "Type", "Meaning"].map((t) => element("th", { scope: "col" }, t)))), element("tbody", {}, ...rows));
}

function content(title, media) {
  return Object.entries(media || {}).map(([type, m]) => {
    const p = element("p", {}, title + ": ", element("code", {}, type), " ");
    if (m.schema && m.schema.$ref) p.append(typeText(m.schema));
    return element("div", {}, p, m.schema && !m.schema.$ref && m.schema.format !== "binary" ? properties(m.schema) : null);
  });
}

function operation(base, path, method, op) {
  const body = element("div", {});
  if (op.description) body.append(element("p", {}, op.description));
  if (op.parameters && op.parameters.length) {
    const rows = op.parameters.map((p) => element("tr", {}, element("td", {}, element("code", {}, p.name), p.required ? " *" : ""), element("td", {}, p.in),
      element("td", {}, typeText(p.schema)), element("td", {}, p.description || (p.schema && p.schema.description) || "")));
    body.append(element("table", {}, element("thead", {}, element("tr", {}, ...["Parameter", "In", "Type", "Meaning"].map((t) => element("th", { scope: "col" }, t)))), element("tbody", {}, ...rows)));
  }
  if (op.requestBody) body.append(...content("Body", op.requestBody.content));
  for (const [status, r] of Object.entries(op.responses || {})) {
    const parts = content("Answer " + status, r.content);
    body.append(...(parts.length ? parts : [element("p", {}, "Answer " + status + ": " + (r.description || ""))]));
  }
  return element("details", { id: op.operationId, "data-text": (method + " " + path + " " + (op.summary || "")).toLowerCase() },
    element("summary", {}, element("span", { class: "method" }, method.toUpperCase()), element("code", {}, base + path), element("span", { class: "summary" }, op.summary || "")), body);
}

async function show() {
  const main = document.getElementById("operations");
  const answer = await fetch("/api/v1/openapi.json");
  if (!answer.ok) {
    main.replaceChildren(element("p", { role: "alert" }, "openapi.json: " + answer.status));
    return;
  }
  const api = await answer.json();
  document.getElementById("about").textContent = api.info.description;
  const base = (api.servers && api.servers[0] && api.servers[0].url) || "";
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, op] of Object.entries(methods)) {
      const tag = (op.tags && op.tags[0]) || "other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(base, path, method, op));
    }
  }
  main.replaceChildren();
  for (const [tag, operations] of groups) main.append(element("section", {}, element("h2", {}, tag), ...operations));
  main.append(element("h2", {}, "Schemas"));
  for (const name of Object.keys(api.components.schemas).sort()) {
    main.append(element("details", { id: "schema-" + name, "data-text": name.toLowerCase() }, element("summary", {}, element("code", {}, name)),
      element("div", {}, properties(api.components.schemas[name]))));
  }
  main.append(element("h2", {}, "Error codes"), element("p", {}, "A problem's type ends in one of these; its title and detail say the rest in the reader's language."));
  main.append(element("ul", {}, ...api.components.schemas.Problem.properties.code.enum.map((code) => element("li", { id: code }, element("code", {}, code)))));
  document.getElementById("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const d of main.querySelectorAll("details")) d.hidden = wanted !== "" && !d.dataset.text.includes(wanted);
  });
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", open);
  open();
}

show();
