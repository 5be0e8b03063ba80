// Package frontend holds the built browser app. "npm run build" fills dist; without it the program still builds and runs, and
// the server says how to get the pages.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built app: index.html and assets/. It holds only .keep where nothing was built.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("frontend: " + err.Error()) // the path is a constant
	}
	return files
}
