// Gives histories of drills to Porcupine, a checker whose authors know nothing of Althing.
//
//	porcupine HISTORY.jsonl...
//
// Prints one line a file, "linearizable", "illegal" or "unknown", and ends with 0, 1 or 2 for the worst of them. The model is written
// anew here, not translated: a register with a value and a revision, as the README of chaos describes it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

const patience = 60 * time.Second

type operation struct {
	Line     string `json:"line"`
	Key      string `json:"key"`
	Kind     string `json:"kind"`
	Value    string `json:"value"`
	Expected int64  `json:"expected"`
	Called   int64  `json:"called"`
	Returned int64  `json:"returned"`
	Result   struct {
		Outcome  string `json:"outcome"`
		Seen     string `json:"seen"`
		Revision int64  `json:"revision"`
	} `json:"result"`
}

// A revision of -1 is that of a write nobody saw the answer of.
type register struct {
	value    string
	revision int64
}

func (r register) mayBe(revision int64) bool {
	return r.revision == revision || (r.revision == -1 && revision > 0)
}

func step(state, input, _ any) (bool, any) {
	now, op := state.(register), input.(operation)
	conditional := op.Expected != -1
	switch {
	case op.Kind == "READ":
		return now.value == op.Result.Seen && now.mayBe(op.Result.Revision), register{now.value, op.Result.Revision}
	case op.Result.Outcome == "OK":
		return !conditional || now.mayBe(op.Expected), register{op.Value, op.Result.Revision}
	case op.Result.Outcome == "STALE":
		return op.Result.Revision != op.Expected && now.mayBe(op.Result.Revision), register{now.value, op.Result.Revision}
	case conditional && !now.mayBe(op.Expected):
		return true, now
	default:
		return true, register{op.Value, -1}
	}
}

func model() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return register{} },
		Step: step,
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			byKey := map[string][]porcupine.Operation{}
			for _, each := range history {
				key := each.Input.(operation).Key
				byKey[key] = append(byKey[key], each)
			}
			var parts [][]porcupine.Operation
			for _, part := range byKey {
				parts = append(parts, part)
			}
			return parts
		},
	}
}

func read(name string) ([]porcupine.Operation, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var history []porcupine.Operation
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	for lines.Scan() {
		var op operation
		if err := json.Unmarshal(lines.Bytes(), &op); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if op.Line != "operation" || op.Kind == "LOCAL_READ" || op.Result.Outcome == "FAILED" {
			continue
		}
		unknown := op.Result.Outcome == "UNKNOWN"
		if unknown && op.Kind == "READ" {
			continue
		}
		end := op.Returned
		if unknown {
			end = math.MaxInt64
		}
		history = append(history, porcupine.Operation{ClientId: len(history), Input: op, Call: op.Called, Return: end})
	}
	return history, lines.Err()
}

func main() {
	worst := 0
	for _, name := range os.Args[1:] {
		history, err := read(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		said, code := "linearizable", 0
		switch porcupine.CheckOperationsTimeout(model(), history, patience) {
		case porcupine.Illegal:
			said, code = "illegal", 1
		case porcupine.Unknown:
			said, code = "unknown", 2
		}
		fmt.Printf("%s %s %d\n", said, name, len(history))
		worst = max(worst, code)
	}
	os.Exit(worst)
}
