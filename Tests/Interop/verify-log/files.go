package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type checkpoint struct {
	size int64
	root tlog.Hash
}

// The three lines of a checkpoint: origin, size, root. Go's own helper for this is for Go's own database.
func openCheckpoint(text []byte, verifier note.Verifier) (checkpoint, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return checkpoint{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, fmt.Errorf("%q is no size", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size: size, root: root}, err
}

func (log *publishedLog) Height() int                     { return 8 }
func (log *publishedLog) SaveTiles([]tlog.Tile, [][]byte) {}

// Go's paths have the tile height in them, those of C2SP do not.
func (log *publishedLog) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(log.folder + "/" + strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// A bundle lies where the leaf tile of its number would, and holds each entry after its length in two bytes.
func (log *publishedLog) bundle(number int64, width int) ([][]byte, error) {
	path := tlog.Tile{H: 8, L: -1, N: number, W: width}.Path()
	path = strings.Replace(path, "tile/8/data/", "tile/entries/", 1)
	data, err := os.ReadFile(log.folder + "/" + path)
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) >= 2 {
		length := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+length {
			break
		}
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	if len(data) != 0 || len(entries) != width {
		return nil, fmt.Errorf("%s: holds %d entries and %d bytes more, not %d", path, len(entries), len(data), width)
	}
	return entries, nil
}

// A tlog-proof: header, extra data, index, hashes, an empty line and the checkpoint.
func (log *publishedLog) checkProof(file string, entries [][]byte) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("proof: not a tlog-proof")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return fmt.Errorf("proof: has no index")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil || index < 0 || index >= int64(len(entries)) {
		return fmt.Errorf("proof: %q is no index of this log", lines[0])
	}
	var hashes tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		hashes = append(hashes, hash)
	}
	signed, err := openCheckpoint([]byte(rest), log.verifier)
	if err == nil && index >= signed.size {
		err = fmt.Errorf("entry %d is beyond its checkpoint of %d", index, signed.size)
	}
	if err == nil {
		err = tlog.CheckRecord(hashes, signed.size, signed.root, index, tlog.RecordHash(entries[index]))
	}
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	fmt.Printf("proof: entry %d is under the signed root of %d entries\n", index, signed.size)
	return nil
}
