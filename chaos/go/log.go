package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkLog verifies the checkpoint, every leaf against its entry, proofs of records, and growth from each older checkpoint.
func checkLog(dir, vkeyFile string, older []string) error {
	verifier, err := readVerifier(vkeyFile)
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(filepath.Join(dir, "checkpoint"), verifier)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, &directory{dir})
	if root, err := tlog.TreeHash(tree.N, hashes); err != nil || root != tree.Hash {
		return fmt.Errorf("root of the tiles: %v %v, checkpoint says %v", root, err, tree.Hash)
	}
	if err := checkEntries(dir, tree, hashes); err != nil {
		return err
	}
	for _, file := range older {
		if err := checkGrowth(file, verifier, tree, hashes); err != nil {
			return err
		}
	}
	fmt.Printf("log ok: %d entries, root %v, %d older checkpoints\n", tree.N, tree.Hash, len(older))
	return nil
}

func checkEntries(dir string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 256 {
		width := min(256, tree.N-first)
		entries, err := readBundle(dir, first/256, int(width))
		if err != nil {
			return err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d does not have the leaf hash of its tile", first+int64(i))
			}
		}
		for _, i := range []int64{first, first + width - 1, first + (first/256*37)%width} {
			if err := checkRecord(tree, i, entries[i-first], hashes); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRecord(tree tlog.Tree, index int64, entry []byte, hashes tlog.HashReader) error {
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	if err != nil {
		return fmt.Errorf("proving entry %d: %w", index, err)
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return fmt.Errorf("entry %d: %w", index, err)
	}
	return nil
}

func checkGrowth(file string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) error {
	old, err := openCheckpoint(file, verifier)
	if err != nil {
		return err
	}
	if old.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func readVerifier(vkeyFile string) (note.Verifier, error) {
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(strings.TrimSpace(string(vkey)))
}

func openCheckpoint(file string, verifier note.Verifier) (tlog.Tree, error) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	return parseCheckpoint(bytes, verifier)
}

// parseCheckpoint reads the three lines by hand: tlog.ParseTree takes only the Go checksum database's own header.
func parseCheckpoint(bytes []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("checkpoint of %q, not of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("root %q: %v", lines[2], err)
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(root)}, nil
}

func readBundle(dir string, index int64, width int) ([][]byte, error) {
	tile := tlog.Tile{H: 8, L: 0, N: index, W: width}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bytes, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(bytes) >= 2 {
		length := int(binary.BigEndian.Uint16(bytes))
		if len(bytes) < 2+length {
			return nil, fmt.Errorf("%s breaks off", path)
		}
		entries = append(entries, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	if len(entries) != width || len(bytes) != 0 {
		return nil, fmt.Errorf("%s holds %d entries and %d more bytes, not %d", path, len(entries), len(bytes), width)
	}
	return entries, nil
}

// directory reads C2SP tlog-tiles paths, which lack the tile height that Go's own have.
type directory struct{ root string }

func (d *directory) Height() int { return 8 }

func (d *directory) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(d.root, path))
		if errors.Is(err, os.ErrNotExist) && tile.W < 256 {
			full := tile
			full.W = 256
			path = strings.Replace(full.Path(), "tile/8/", "tile/", 1)
			if bytes, err = os.ReadFile(filepath.Join(d.root, path)); err == nil {
				bytes = bytes[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (d *directory) SaveTiles([]tlog.Tile, [][]byte) {}
