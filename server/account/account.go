// Package account decides who may do what. Today there is one caller, the local owner of the installation, and she may do
// everything; users, roles, shares and sessions come into this package, and nothing outside it has to change, since
// handlers get what they work on from Decide alone.
package account

import (
	"context"

	"miteinander/graph"
	"miteinander/graph/hub"
)

// Permission is what a route asks for. Each route names exactly one.
type Permission string

// The permissions. Those that end in "Network" or "…OfNetwork" are asked for one network.
const (
	SeeInstallation Permission = "see_installation" // the list of networks, schema, templates
	CreateNetwork   Permission = "create_network"
	ReadNetwork     Permission = "read_network"
	EditNetwork     Permission = "edit_network"
	ImportFiles     Permission = "import_files"
	ExportNetwork   Permission = "export_network"
	DeleteNetwork   Permission = "delete_network"
)

// Caller is who asks. Only this package makes one.
type Caller struct{ author string }

// LocalOwner is the one account of an installation without accounts.
const LocalOwner = "local"

// Local is the caller on this machine: the owner.
func Local() Caller { return Caller{author: LocalOwner} }

// Desk holds what may be handed out.
type Desk struct{ hub *hub.Hub }

// NewDesk is the one desk of an installation.
func NewDesk(h *hub.Hub) *Desk { return &Desk{h} }

// Decide gives the caller access to what the permission covers, to one network where n is not empty. Forbidden when she may
// not; NotFound when there is no such network or she may not know of it, which is the same answer.
func (d *Desk) Decide(ctx context.Context, c Caller, p Permission, n graph.NetworkID) (Access, error) {
	if !c.may(p) {
		return Access{}, graph.Errorf(graph.Forbidden, "errors.forbidden")
	}
	a := Access{desk: d, caller: c, permission: p}
	if n == "" {
		return a, nil
	}
	network, err := d.hub.Open(ctx, n)
	if err != nil {
		return Access{}, err
	}
	a.network = network
	return a, nil
}

// may is the table of rights.
func (c Caller) may(p Permission) bool { return c.author == LocalOwner }

// Access is what a handler works with. Its fields cannot be set outside this package.
type Access struct {
	desk       *Desk
	caller     Caller
	permission Permission
	network    *hub.Network
}

// Network is the network that was asked for; nil for a route of the installation.
func (a Access) Network() *hub.Network { return a.network }

// Author is the opaque id of the caller's account, for Change.Author.
func (a Access) Author() string { return a.caller.author }

// May tells whether the same caller may do something else to the same network, for what a page offers.
func (a Access) May(p Permission) bool { return a.caller.may(p) }

// For asks again for another network and permission: an import that says where it goes.
func (a Access) For(ctx context.Context, p Permission, n graph.NetworkID) (Access, error) {
	return a.desk.Decide(ctx, a.caller, p, n)
}

// Networks lists those that the caller may know of, by id.
func (a Access) Networks(ctx context.Context) ([]graph.Head, error) { return a.desk.hub.Networks(ctx) }

// Create makes a network with its first records.
func (a Access) Create(ctx context.Context, n graph.NetworkID, in hub.Intent, records []graph.Record) (*hub.Network, error) {
	if !a.caller.may(CreateNetwork) {
		return nil, graph.Errorf(graph.Forbidden, "errors.forbidden")
	}
	return a.desk.hub.CreateNetwork(ctx, n, records, in)
}

// Drop deletes the network with its history; the permission was DeleteNetwork.
func (a Access) Drop(ctx context.Context) error {
	if a.permission != DeleteNetwork || a.network == nil {
		return graph.Errorf(graph.Forbidden, "errors.forbidden")
	}
	return a.desk.hub.Drop(ctx, a.network.ID())
}
