// Package sqlitestore keeps networks in one SQLite file: the default store.
//
// One connection writes, four read. Records lie as rows of nodes, edges and entries with their text as graph.Encode writes
// it; edges refer to nodes by foreign keys, so that a dangling edge cannot be stored even if a check above failed. Every
// statement is a file of the queries package; the schema is applied by goose.
//
// A program that writes holds a lock beside the file for as long as it runs, and a second one is refused with a sentence;
// programs that only read are not.
package sqlitestore
