package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A witness's key (C2SP tlog-cosignature, type 4), which Go's note package does not know itself.
type witnessVerifier struct {
	name string
	key  []byte
	when time.Time
}

func (w *witnessVerifier) Name() string { return w.name }

func (w *witnessVerifier) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(w.name+"\n\x04"), w.key...))
	return binary.BigEndian.Uint32(sum[:])
}

func (w *witnessVerifier) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(sig)
	w.when = time.Unix(int64(seconds), 0).UTC()
	signed := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", seconds)), msg...)
	return ed25519.Verify(w.key, signed, sig[8:])
}

func checkWitness(checkpoint []byte, key string) error {
	parts := strings.SplitN(key, "+", 3)
	if len(parts) != 3 {
		return fmt.Errorf("witness: %q is no key", key)
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || !bytes.HasPrefix(raw, []byte{4}) || len(raw) != 1+ed25519.PublicKeySize {
		return fmt.Errorf("witness: %q is no key of a witness", key)
	}
	witness := &witnessVerifier{name: parts[0], key: raw[1:]}
	if fmt.Sprintf("%08x", witness.KeyHash()) != parts[1] {
		return fmt.Errorf("witness: the key's id is not of its name and key")
	}
	if _, err := note.Open(checkpoint, note.VerifierList(witness)); err != nil {
		return fmt.Errorf("witness: %w", err)
	}
	fmt.Printf("witness: %s saw this checkpoint at %s\n", witness.name, witness.when.Format(time.RFC3339))
	return nil
}
