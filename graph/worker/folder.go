package worker

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const jobPrefix = "job-"

// privateDir makes or checks the folder in which jobs and kept caches live: a real directory, ours, mode 0700. Code
// that a child loads from a cache must be code that only we could have put there, so the folder is never in a
// shared, guessable place without these checks.
func privateDir(dir string) (string, error) {
	if dir == "" {
		base, err := os.UserCacheDir()
		if err == nil {
			dir = filepath.Join(base, "miteinander")
			if err = os.MkdirAll(dir, 0o700); err == nil {
				dir = filepath.Join(dir, "worker")
				if err = checkPrivate(dir); err == nil {
					return dir, nil
				}
			}
		}
		// No home (a service account) or no right to write there: a folder of this process alone.
		dir, err := os.MkdirTemp("", "miteinander-worker-")
		if err != nil {
			return "", fmt.Errorf("worker: no private folder: %w", err)
		}
		return dir, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return "", fmt.Errorf("worker: %w", err)
	}
	if err := checkPrivate(dir); err != nil {
		return "", fmt.Errorf("worker: %w", err)
	}
	return filepath.Abs(dir)
}

func checkPrivate(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory", dir)
	}
	if !ownedByUs(info) {
		return fmt.Errorf("%s belongs to another user", dir)
	}
	if info.Mode().Perm() != 0o700 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// jobDir makes the TMPDIR of one job. The kept folders are links into the pool's own folder, so that sweeping a job
// leaves them alone.
func (p *Pool) jobDir() (string, error) {
	tmp, err := os.MkdirTemp(p.root, jobPrefix)
	if err != nil {
		return "", err
	}
	for _, name := range p.cfg.Keep {
		kept := filepath.Join(p.root, "keep-"+filepath.Base(name))
		if err := checkPrivate(kept); err != nil {
			return tmp, err
		}
		if err := os.Symlink(kept, filepath.Join(tmp, filepath.Base(name))); err != nil {
			return tmp, err
		}
	}
	return tmp, nil
}

// sweep removes what killed parents left behind. Other processes may share the folder, so only what is older than
// any job can be goes.
func sweep(root string) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), jobPrefix) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.RemoveAll(filepath.Join(root, e.Name()))
		}
	}
}
