package neo4jstore

// ForgetOperations plants a fault: operations get new ids and are never looked up.
func ForgetOperations(st *Store) { st.forgetful = true }

// Impatient takes a hidden network for left behind after so many milliseconds.
func Impatient(st *Store, milliseconds int64) { st.idle = milliseconds }

// SmallPages makes every page of history hold one change.
func SmallPages(st *Store) { st.pageOps = 1 }
