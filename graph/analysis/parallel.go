package analysis

import (
	"context"
	"runtime"
	"sync"
)

// inOrder runs do for tasks 0 … tasks−1 on several workers, each with a scratch
// of its own, and calls add(task, sums) for each task in rising order, one at a
// time. Floating-point sums made in add therefore have one fixed order: the
// result is the same to the last bit whatever the number of workers.
//
// A worker that is ahead hands its sums over and goes on with others; at most
// two for each worker exist. add must leave the sums as fresh made them.
// Cancelling ends at the next task; do looks at the context itself where one
// task takes long, and what it left half done is never added.
func inOrder[S, A any](ctx context.Context, workers, tasks int, scratch func() S, fresh func() A,
	do func(ctx context.Context, task int, scratch S, sums A), add func(task int, sums A)) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, tasks)
	if workers <= 1 {
		if tasks == 0 {
			return ctx.Err()
		}
		own, sums := scratch(), fresh()
		for t := range tasks {
			do(ctx, t, own, sums)
			if err := ctx.Err(); err != nil {
				return err
			}
			add(t, sums)
		}
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	type part struct {
		task int
		sums A
	}
	free := make(chan A, 2*workers)
	for range 2 * workers {
		free <- fresh()
	}
	done := make(chan part, 2*workers)
	var (
		turn sync.Mutex
		next int
		all  sync.WaitGroup
	)
	// take hands out a task together with its sums, so that the sums in flight
	// always belong to the lowest tasks: nobody waits for ever.
	take := func() (part, bool) {
		turn.Lock()
		defer turn.Unlock()
		if next == tasks || ctx.Err() != nil {
			return part{}, false
		}
		select {
		case <-ctx.Done():
			return part{}, false
		case sums := <-free:
			next++
			return part{next - 1, sums}, true
		}
	}
	for range workers {
		all.Go(func() {
			own := scratch()
			for p, ok := take(); ok; p, ok = take() {
				do(ctx, p.task, own, p.sums)
				done <- p
			}
		})
	}
	defer all.Wait()
	waiting := map[int]A{}
	for t := 0; t < tasks; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case p := <-done:
			waiting[p.task] = p.sums
		}
		for sums, ok := waiting[t]; ok; sums, ok = waiting[t] {
			if err := ctx.Err(); err != nil {
				return err
			}
			add(t, sums)
			delete(waiting, t)
			free <- sums
			t++
		}
	}
	return nil
}
