package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// The size of the networks under load: 800 institutions and offers, 400 actors, 8,000 ties.
const (
	institutions = 800
	ties         = 8000
)

// write makes a network as a folder of sheets: as many offers as institutions, half as many actors.
func write(folder string, seed uint64, institutions, ties int) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 2))
	sheets := map[string]*bytes.Buffer{}
	row := func(sheet string, cells ...any) {
		if sheets[sheet] == nil {
			sheets[sheet] = &bytes.Buffer{}
		}
		for i, c := range cells {
			if i > 0 {
				sheets[sheet].WriteByte(';')
			}
			fmt.Fprint(sheets[sheet], c)
		}
		sheets[sheet].WriteByte('\n')
	}
	row("Einstellungen", "Schlüssel", "Wert")
	row("Einstellungen", "Name", "Netz "+fmt.Sprint(seed))
	row("Einstellungen", "Stand", "30.06.2025")
	row("Planungsraeume", "Kennung", "Name")
	row("Lebensphasen", "Kennung", "Name", "Reihenfolge")
	row("Handlungsfelder", "Kennung", "Name")
	for i := range 12 {
		row("Planungsraeume", fmt.Sprint("a", i), fmt.Sprint("Raum ", i))
		if i < 5 {
			row("Lebensphasen", fmt.Sprint("p", i), fmt.Sprint("Phase ", i), i)
			row("Handlungsfelder", fmt.Sprint("f", i), fmt.Sprint("Feld ", i))
		}
	}
	row("Institutionen", "Kennung", "Name", "Art", "Planungsräume")
	row("Angebote", "Kennung", "Institution", "Name", "Lebensphasen", "Planungsräume", "Handlungsfelder")
	row("Akteure", "Kennung", "Name", "Art", "Institution")
	for i := range institutions {
		area := fmt.Sprint("a", r.IntN(12))
		row("Institutionen", fmt.Sprint("i", i), fmt.Sprint("Einrichtung ", i), []string{"Kita", "Grundschule", "Beratung"}[r.IntN(3)], area)
		row("Angebote", fmt.Sprint("o", i), fmt.Sprint("i", i), fmt.Sprint("Angebot ", i), fmt.Sprint("p", r.IntN(5)), area, fmt.Sprint("f", r.IntN(5)))
		if i%2 == 0 {
			row("Akteure", fmt.Sprint("k", i), fmt.Sprint("Team ", i), "Team", fmt.Sprint("i", i))
		}
	}
	row("Kooperationen", "Von", "Nach", "Stufe", "Stand")
	seen := map[[2]int]bool{}
	for len(seen) < ties {
		a, b := r.IntN(institutions), r.IntN(institutions)
		if a < b && !seen[[2]int{a, b}] {
			seen[[2]int{a, b}] = true
			row("Kooperationen", fmt.Sprint("i", a), fmt.Sprint("i", b), r.IntN(5), "30.06.2025")
		}
	}
	for name, b := range sheets {
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), b.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return nil
}
