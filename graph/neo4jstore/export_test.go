package neo4jstore

// ForgetOperations plants a fault: operations get new ids and are never looked up.
func ForgetOperations(st *Store) { st.forgetful = true }

// Impatient takes a hidden network for left behind after so many milliseconds.
func Impatient(st *Store, milliseconds int64) { st.idle = milliseconds }

// Persist runs f again while what it answers may pass.
var Persist = persist

// PackAll packs every part of the history, however small.
func PackAll(st *Store) { st.pack = -1 }

// Packed writes texts and reads them again; change may spoil what was written.
func Packed(before, after []string, change func([]byte) []byte) ([]string, []string, error) {
	var b bodies
	for i := range before {
		b.add(before[i], after[i])
	}
	p, err := b.properties(true)
	if err != nil {
		return nil, nil, err
	}
	raw, _ := p["packed"].([]byte)
	p["packed"] = change(raw)
	got, _, err := bodiesOf(p, len(before))
	return got.before, got.after, err
}

// SmallPages makes every page of history hold one change.
func SmallPages(st *Store) { st.pageOps = 1 }
