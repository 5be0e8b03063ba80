// Package geometry holds the borders of planning areas: GeoJSON in and out, coordinates of offices as degrees, fewer corners
// without gaps between neighbours, and where a point lies. It knows nothing of networks but the document that keeps borders.
//
//	read.go      GeoJSON → File: features with properties and polygons, within limits; for a child process
//	crs.go       which coordinates a file has, and degrees from UTM
//	simplify.go  fewer corners; a border that two areas share stays one border
//	store.go     borders as a document of the network, and as GeoJSON for others
//	plane.go     a flat map of degrees, what lies inside, where a name stands
package geometry
