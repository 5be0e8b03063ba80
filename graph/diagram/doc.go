// Package diagram draws the pictures of a network. Its data's way:
//
//	scenes.go ego.go sidebyside.go rounds.go   Selection and findings → Scene: what is drawn; keys, roles, labels, no coordinates, no colours
//	netz.go springs.go rest.go   Scene → Layout, arrangement Netz: springs (Graphviz, in a child process), then our own fit and spread
//	plots.go      Scene → Layout where hardly a tie is known: a plot of the map for each area, by arithmetic
//	chain*.go     transitions → scene, plan, bands: swim lanes with fixed places, by arithmetic
//	gaps*.go      gaps and access → the matrix area × phase × field, every state by sign and word
//	phases.go lanes.go   Scene → Layout, arrangement Nach Lebensphasen: chips on strips, by arithmetic
//	extend*.go    Layout + what is new → Layout: what stands stays
//	route.go detour.go   lines around boxes: the shortest way over their corners, rounded
//	dot.go        the only place that writes DOT; names never get into it
//	style.go      one table role → look, which the legend and the browser read too
//	slide*.go     Scene or findings → one sheet for a projector: large letters, few marks, what is more is bundled
//	dark.go       the same colours for a dark room
//	page.go       paper, head, foot, legend
//	drawing.go    Sheet, Drawing, Item, DrawOp: the display list
//	svg.go png.go pdf.go   the display list as a file
//
// Everything after the Scene knows nothing of the domain.
package diagram
