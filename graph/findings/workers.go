package findings

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// blockSize is how many institutions one worker takes at once.
const blockSize = 32

// workersFor is how many cores n institutions are shared among; small work is not worth the handing out.
func workersFor(n int, work int64) int {
	if work < 100_000 {
		return min(n, 1)
	}
	return min(runtime.GOMAXPROCS(0), (n+blockSize-1)/blockSize)
}

// inBlocks does the numbers 0 … n-1, each once, in blocks that the workers take as they come; what worker w does may use what is its own. It ends
// early with the context.
func inBlocks(ctx context.Context, n, workers int, do func(w int, i int32)) error {
	var next atomic.Int64
	run := func(w int) {
		for ctx.Err() == nil {
			from := (int(next.Add(1)) - 1) * blockSize
			if from >= n {
				return
			}
			for i := from; i < min(from+blockSize, n); i++ {
				do(w, int32(i))
			}
		}
	}
	var all sync.WaitGroup
	for w := 1; w < workers; w++ {
		all.Go(func() { run(w) })
	}
	run(0)
	all.Wait()
	return ctx.Err()
}
