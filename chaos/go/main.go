// Crosscheck looks at an Althing audit log with code that Althing's authors did not write: golang.org/x/mod/sumdb for notes,
// trees and records, and torchwood's litewitness for append-only growth.
//
//	crosscheck log DIR VKEY-FILE [OLDER-CHECKPOINT-FILE...]
//	crosscheck receipts VKEY-FILE DIR
//	crosscheck witness LITEWITNESS-BINARY WORK-DIR VKEY-FILE REQUEST-FILE...
//	crosscheck serve LITEWITNESS-BINARY WORK-DIR VKEY-FILE
//
// It prints one line per thing checked and exits 1 at the first that is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "crosscheck:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 3 && args[0] == "log":
		return checkLog(args[1], args[2], args[3:])
	case len(args) == 3 && args[0] == "receipts":
		return checkReceipts(args[1], args[2])
	case len(args) >= 5 && args[0] == "witness":
		return feedWitness(args[1], args[2], args[3], args[4:])
	case len(args) == 4 && args[0] == "serve":
		return serveWitness(args[1], args[2], args[3])
	}
	return fmt.Errorf("usage: crosscheck log DIR VKEY-FILE [OLDER-CHECKPOINT-FILE...] | receipts VKEY-FILE DIR |" +
		" witness LITEWITNESS-BINARY WORK-DIR VKEY-FILE REQUEST-FILE... | serve LITEWITNESS-BINARY WORK-DIR VKEY-FILE")
}
