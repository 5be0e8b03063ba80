package meeting

import (
	"slices"
	"strconv"
)

// The slides that the program makes from the findings by itself, in the order in which they are asked for.
const (
	SceneStanding      = "standing"      // where we stand: who is there, who works with whom
	SceneRounds        = "rounds"        // miteinander and nebeneinander: areas and phases with their rounds
	SceneTransitions   = "transitions"   // which transitions carry
	SceneGaps          = "gaps"          // where an offer is missing
	SceneRound         = "round"         // one round: the one with the most children in which not all have coordinated
	SceneEnding        = "ending"        // what ends within a year
	SceneClarify       = "clarify"       // whom to ask first
	SceneDependencies  = "dependencies"  // what hangs on a single institution or tie
	SceneParticipation = "participation" // where children and parents have a say
)

// Scenes lists what SlideSpec.Scene may be, in the order in which the standard sequence asks for them.
func Scenes() []string {
	return []string{SceneStanding, SceneRounds, SceneTransitions, SceneGaps, SceneRound, SceneEnding, SceneClarify, SceneDependencies, SceneParticipation}
}

func isScene(name string) bool { return slices.Contains(Scenes(), name) }

func itoa(n int) string { return strconv.Itoa(n) }
