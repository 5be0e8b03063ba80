// Package views holds saved views: what a person wants to show again, with a title and one sentence of hers. A view is a
// document of the network (graph.Document of type "view"), so it is versioned, undone and copied like everything else. It
// names a page and what its address carries; positions are those that the network keeps.
package views
