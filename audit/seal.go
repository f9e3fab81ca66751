package audit

// Seal says that nothing more is put: from here on facts are read without a lock,
// and what only served to share equal values is dropped. A later change opens the
// snapshot again; nobody may read it meanwhile.
func (k *Known) Seal() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, ids := range k.ids {
		ids.order()
	}
	k.shared, k.sealed = newSharer(), true
}

// rlock locks the snapshot for reading, unless it is sealed.
func (k *Known) rlock() {
	if !k.sealed {
		k.mu.RLock()
	}
}

func (k *Known) runlock() {
	if !k.sealed {
		k.mu.RUnlock()
	}
}

// lock locks the snapshot for a change, which opens it.
func (k *Known) lock() {
	k.mu.Lock()
	k.revision.Add(1)
	if k.sealed {
		k.sealed = false
	}
}
