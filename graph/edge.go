package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Cooperation is an undirected tie between any two nodes, stored once with its ends in id order.
type Cooperation struct {
	ID               ID
	From, To         ID    // From < To
	Level            Level // 0…4 or LevelUnknown
	Basis            string
	Topics           []string
	CarriedBy        ID // the offer or actor that keeps it alive
	Since, Until     Date
	Source           string
	Confirmed        string
	AsOf             Date
	AgreedSideBySide string // the reason; empty = not agreed
	SaidBy           ID     // institution or actor whose statement the level is
	Attributes       map[string]string
}

// Handover is a way by which children go from one institution to another.
type Handover struct {
	ID         ID
	From, To   ID
	Transition ID
	Children   Count          // per year
	Items      map[string]Tri // checklist item → Yes or No; absent = unknown
	Contacts   Count          // how many people know the way
	AsOf       Date
	Attributes map[string]string
}

// Membership puts an institution or actor into a body. Membership of the same body is never a cooperation.
type Membership struct {
	ID           ID
	Body, Member ID
	Since, Until Date
	Attributes   map[string]string
}

// Funding is money from a funder for an offer or an actor.
type Funding struct {
	ID          ID
	Target      ID // offer or actor
	Funder      ID
	Programme   string
	Share       Number // 0…1; unknown: equal split
	From, Until Date   // zero Until: permanent
	Renewal     string
	Attributes  map[string]string
}

// EdgeID makes the id of an edge from the parts of its natural key, once; it is kept when the parts change later.
// Empty parts at the end are dropped. Parts that do not fit 64 bytes become a digest, so that the id stays stable.
func EdgeID(parts ...string) ID {
	for len(parts) > 0 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	s := strings.Join(parts, "~")
	if len(s) <= maxID && !strings.ContainsAny(s, "|") {
		return ID(s)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return ID("e-" + hex.EncodeToString(sum[:12]))
}

// CooperationID is the id of a new cooperation: the unordered pair and Since.
func CooperationID(a, b ID, since Date) ID {
	if b < a {
		a, b = b, a
	}
	return EdgeID(string(a), string(b), since.String())
}

// HandoverID is the id of a new handover: from, to and transition.
func HandoverID(from, to, transition ID) ID {
	return EdgeID(string(from), string(to), string(transition))
}

// MembershipID is the id of a new membership: body, member and since.
func MembershipID(body, member ID, since Date) ID {
	return EdgeID(string(body), string(member), since.String())
}

// FundingID is the id of a new funding: target, funder, programme and from.
func FundingID(target, funder ID, programme string, from Date) ID {
	return EdgeID(string(target), string(funder), programme, from.String())
}
