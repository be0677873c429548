package io.althing.chaos.bench;

import java.util.List;

/** One kind of load in a benchmark's table. */
record Cell(Operation operation, int connections) {
    /** Writes at 1, 64 and 256 connections, reads of both kinds at 64. */
    static List<Cell> all() {
        return List.of(new Cell(Operation.WRITE, 1), new Cell(Operation.WRITE, 64), new Cell(Operation.WRITE, 256),
                new Cell(Operation.LINEARIZABLE_READ, 1), new Cell(Operation.LINEARIZABLE_READ, 64),
                new Cell(Operation.LOCAL_READ, 64));
    }

    @Override
    public String toString() {
        return operation.label() + " × " + connections;
    }
}
