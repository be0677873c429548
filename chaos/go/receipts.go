package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkReceipts verifies every NAME.tlog-proof in a directory against the entry in NAME.entry.
func checkReceipts(vkeyFile, dir string) error {
	verifier, err := readVerifier(vkeyFile)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tlog-proof"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no receipts in %s %v", dir, err)
	}
	for _, file := range files {
		entry, err := os.ReadFile(strings.TrimSuffix(file, ".tlog-proof") + ".entry")
		if err != nil {
			return err
		}
		if err := checkReceipt(file, entry, verifier); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Printf("receipts ok: %d\n", len(files))
	return nil
}

func checkReceipt(file string, entry []byte, verifier note.Verifier) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, checkpoint, found := strings.Cut(string(bytes), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("not a tlog-proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return fmt.Errorf("hash %q: %v", line, err)
		}
		proof = append(proof, tlog.Hash(hash))
	}
	tree, err := parseCheckpoint([]byte(checkpoint), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
