package neo4jstore

import (
	"miteinander/graph"
	"miteinander/queries"
)

// table tells as what records of a kind lie in the database.
type table uint8

const (
	tableEntries table = iota
	tableNodes
	tableEdges
)

func tableOf(k graph.Kind) table {
	if _, ok := ends[k]; ok {
		return tableEdges
	}
	if k.IsNode() {
		return tableNodes
	}
	return tableEntries
}

// labels are those of domain.md; they come from here and never from input.
var labels = map[graph.Kind]string{
	graph.KindSettings: "Settings", graph.KindPhase: "Phase", graph.KindArea: "Area", graph.KindIndicator: "Indicator",
	graph.KindField: "Field", graph.KindGroup: "Group", graph.KindSector: "Sector", graph.KindHurdle: "Hurdle",
	graph.KindInstitutionKind: "InstitutionKind", graph.KindProvider: "Provider", graph.KindFunder: "Funder",
	graph.KindTransition: "Transition", graph.KindTarget: "Target", graph.KindMeasure: "Measure", graph.KindGoal: "Goal",
	graph.KindFeedback: "Feedback", graph.KindDocument: "Document",
	graph.KindInstitution: "Institution", graph.KindOffer: "Offer", graph.KindActor: "Actor",
}

// nodeKind is the kind of a node by its labels; 0 when it has none of ours.
func nodeKind(list []string) graph.Kind {
	for _, l := range list {
		for _, k := range []graph.Kind{graph.KindInstitution, graph.KindOffer, graph.KindActor} {
			if labels[k] == l {
				return k
			}
		}
	}
	return 0
}

// edgeStatements are those of one relationship type.
type edgeStatements struct{ load, create, set, remove string }

var edgeTable = map[graph.Kind]edgeStatements{
	graph.KindCooperation: {queries.Cypher("load_cooperations"), queries.Cypher("create_cooperations"), queries.Cypher("set_cooperations"), queries.Cypher("delete_cooperations")},
	graph.KindHandover:    {queries.Cypher("load_handovers"), queries.Cypher("create_handovers"), queries.Cypher("set_handovers"), queries.Cypher("delete_handovers")},
	graph.KindMembership:  {queries.Cypher("load_memberships"), queries.Cypher("create_memberships"), queries.Cypher("set_memberships"), queries.Cypher("delete_memberships")},
	graph.KindFunding:     {queries.Cypher("load_fundings"), queries.Cypher("create_fundings"), queries.Cypher("set_fundings"), queries.Cypher("delete_fundings")},
}

var nodePuts = map[graph.Kind]string{
	graph.KindInstitution: queries.Cypher("put_institutions"), graph.KindOffer: queries.Cypher("put_offers"), graph.KindActor: queries.Cypher("put_actors"),
}

// endsOf are the ids at which a relationship starts and leads to.
func endsOf(r graph.Record) (source, target graph.ID) {
	k := r.Key().Kind
	at := func(i int) graph.ID {
		f, _ := graph.FieldOf(k, ends[k][i])
		id, _ := f.Get(r).(graph.ID)
		return id
	}
	return at(0), at(1)
}
