// Checks a log published as C2SP tlog-tiles with nothing of Throughline's: only Go's sumdb/tlog and sumdb/note.
//
//	verify-log [-older CHECKPOINT] [-witness KEY] [-proof FILE] FOLDER KEY
//
// FOLDER holds checkpoint, tile/… and tile/entries/…; KEY is the log's verifier key. It checks the signature, that the
// log extends an older checkpoint, every entry against the tree, the proof of one entry, and every event of an
// unpacked audit bundle (events/*.jsonl) against its entry; it ends with 1 and a reason at the first thing that is
// not so.
package main

import (
	"flag"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	older := flag.String("older", "", "an older checkpoint of the log, kept elsewhere")
	witness := flag.String("witness", "", "the verifier key of a witness that must have signed, too")
	proof := flag.String("proof", "", "a tlog-proof of one entry")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: verify-log [-older CHECKPOINT] [-witness KEY] [-proof FILE] FOLDER KEY")
		os.Exit(64)
	}
	log, err := openLog(flag.Arg(0), flag.Arg(1), *witness)
	if err == nil {
		err = log.verify(*older, *proof)
	}
	if err != nil {
		fmt.Println("REFUSED:", err)
		os.Exit(1)
	}
	fmt.Println("the log holds")
}

type publishedLog struct {
	folder   string
	verifier note.Verifier
	head     checkpoint
	hashes   tlog.HashReader
	// How many entries stand before that of the log's position 0.
	offset int64
}

func openLog(folder, key, witnessKey string) (*publishedLog, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, err
	}
	log := &publishedLog{folder: folder, verifier: verifier}
	text, err := os.ReadFile(folder + "/checkpoint")
	if err != nil {
		return nil, err
	}
	if log.head, err = openCheckpoint(text, verifier); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	fmt.Printf("signature: %s signed %d entries, root %v\n", verifier.Name(), log.head.size, log.head.root)
	if witnessKey != "" {
		if err := checkWitness(text, witnessKey); err != nil {
			return nil, err
		}
	}
	log.hashes = tlog.TileHashReader(tlog.Tree{N: log.head.size, Hash: log.head.root}, log)
	return log, nil
}

func (log *publishedLog) verify(older, proof string) error {
	if older != "" {
		if err := log.checkOlder(older); err != nil {
			return err
		}
	}
	entries, err := log.replay()
	if err != nil {
		return err
	}
	if err := log.checkInclusion(entries); err != nil {
		return err
	}
	if proof != "" {
		if err := log.checkProof(proof, entries); err != nil {
			return err
		}
	}
	return log.checkEvents(entries)
}

// The newer tree must begin with all of the older one, whoever signed which.
func (log *publishedLog) checkOlder(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := openCheckpoint(text, log.verifier)
	if err != nil {
		return fmt.Errorf("older checkpoint: %w", err)
	}
	if old.size > log.head.size {
		return fmt.Errorf("consistency: the log has %d entries, and had %d before", log.head.size, old.size)
	}
	proof, err := tlog.ProveTree(log.head.size, old.size, log.hashes)
	if err == nil {
		err = tlog.CheckTree(proof, log.head.size, log.head.root, old.size, old.root)
	}
	if err != nil {
		return fmt.Errorf("consistency with %d entries: %w", old.size, err)
	}
	fmt.Printf("consistency: %d entries extend %d (%d hashes)\n", log.head.size, old.size, len(proof))
	return nil
}

// Every entry of every bundle must hash to the leaf that the signed root vouches for.
func (log *publishedLog) replay() ([][]byte, error) {
	var entries [][]byte
	for start := int64(0); start < log.head.size; start += 256 {
		width := log.head.size - start
		if width > 256 {
			width = 256
		}
		bundle, err := log.bundle(start/256, int(width))
		if err != nil {
			return nil, err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, start+int64(i))
		}
		leaves, err := log.hashes.ReadHashes(indexes)
		if err != nil {
			return nil, fmt.Errorf("tiles of entries %d to %d: %w", start, start+width-1, err)
		}
		for i, entry := range bundle {
			index := start + int64(i)
			if tlog.RecordHash(entry) != leaves[i] {
				return nil, fmt.Errorf("entry %d: does not match its leaf hash", index)
			}
			if err := log.checkEntry(entry, index); err != nil {
				return nil, fmt.Errorf("entry %d: %w", index, err)
			}
		}
		entries = append(entries, bundle...)
	}
	fmt.Printf("replay: %d entries match the tree\n", len(entries))
	return entries, nil
}

// What an entry says of itself must be where it stands. An epoch that began after a loss has a statement before the
// log's own entries.
func (log *publishedLog) checkEntry(entry []byte, index int64) error {
	said, err := readEntry(entry)
	if err != nil {
		return err
	}
	if index == 0 && said.Kind == "epoch" && said.Epoch > 0 {
		log.offset = 1
	} else if said.Position != index-log.offset {
		return fmt.Errorf("says that it is entry %d", said.Position)
	}
	if said.V != 1 || said.Log != log.verifier.Name() {
		return fmt.Errorf("says that it is of %s, version %d", said.Log, said.V)
	}
	return nil
}

// Proofs made of the published tiles alone: first, last, and some between.
func (log *publishedLog) checkInclusion(entries [][]byte) error {
	count := 0
	for i := int64(0); i < log.head.size; i += 1 + log.head.size/97 {
		for _, index := range []int64{i, log.head.size - 1 - i} {
			proof, err := tlog.ProveRecord(log.head.size, index, log.hashes)
			if err == nil {
				err = tlog.CheckRecord(proof, log.head.size, log.head.root, index, tlog.RecordHash(entries[index]))
			}
			if err != nil {
				return fmt.Errorf("inclusion of entry %d: %w", index, err)
			}
			count++
		}
	}
	fmt.Printf("inclusion: %d proofs verify\n", count)
	return nil
}
