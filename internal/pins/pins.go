//go:build pins

// Package pins keeps the chosen versions of modules in go.mod until the packages that use them stand.
package pins

import (
	_ "codeberg.org/go-pdf/fpdf"
	_ "github.com/BurntSushi/toml"
	_ "github.com/alecthomas/kong"
	_ "github.com/danielgtaylor/huma/v2"
	_ "github.com/danielgtaylor/huma/v2/adapters/humagin"
	_ "github.com/danielgtaylor/huma/v2/conditional"
	_ "github.com/fogleman/gg"
	_ "github.com/gin-contrib/gzip"
	_ "github.com/gin-gonic/gin"
	_ "github.com/go-fonts/liberation/liberationsansbold"
	_ "github.com/go-fonts/liberation/liberationsansregular"
	_ "github.com/goccy/go-graphviz"
	_ "github.com/goccy/go-yaml"
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	_ "github.com/pressly/goose/v3"
	_ "github.com/xuri/excelize/v2"
	_ "golang.org/x/image/font/sfnt"
	_ "golang.org/x/text/collate"
	_ "golang.org/x/text/encoding/charmap"
	_ "golang.org/x/text/unicode/norm"
	_ "golang.org/x/time/rate"
	_ "gonum.org/v1/gonum/graph/network"
	_ "modernc.org/sqlite"
	_ "pgregory.net/rapid"
)
