// Package hub is what the server and the command line share on top of a store: the newest snapshot of each network in memory,
// commits that are tried again when another writer was faster, undo, and the news of what changed.
//
// Handlers hold a Network, never an id: Open is called behind the decision who may do what.
package hub
