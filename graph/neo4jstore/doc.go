// Package neo4jstore keeps networks in Neo4j as a graph that reads by itself: institutions, actors and offers are nodes with
// their fields as properties, cooperations and hand-overs are relationships between them, a Funder funds, a Network has its catalogues,
// a Change holds the history. Whoever opens Neo4j Browser can ask it questions (queries/cypher/examples).
//
// The promises of graph.Store rest on one lock: every write sets a property of its Network node before it reads anything, and
// holds it until its transaction ends. docs/decisions/0011 says how a load can trust what it read without holding that lock.
// Uniqueness constraints and range indexes only, so that Community Edition serves. Every statement is a file of the queries
// package; every import of the driver lies in this folder.
package neo4jstore
