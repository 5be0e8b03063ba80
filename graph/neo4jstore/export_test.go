package neo4jstore

// ForgetOperations plants a fault: operations get new ids and are never looked up.
func ForgetOperations(st *Store) { st.forgetful = true }

// SmallPages makes every page of history hold one change.
func SmallPages(st *Store) { st.pageOps = 1 }
