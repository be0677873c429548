package io.althing.canary;

import io.althing.canary.ArmCounts.CellCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts per arm and cell of one metric. */
final class Cells {

    private final long[] canary;
    private final long[] stable;
    private long canaryTotal;
    private long stableTotal;

    Cells(int size) {
        canary = new long[size];
        stable = new long[size];
    }

    int size() {
        return canary.length;
    }

    long[] of(Arm arm) {
        return arm == Arm.CANARY ? canary : stable;
    }

    long total(Arm arm) {
        return arm == Arm.CANARY ? canaryTotal : stableTotal;
    }

    long total() {
        return canaryTotal + stableTotal;
    }

    boolean bothArms() {
        return canaryTotal > 0 && stableTotal > 0;
    }

    void add(Arm arm, int cell, long count) {
        if (arm == Arm.CANARY) {
            canary[cell] += count;
            canaryTotal += count;
        } else {
            stable[cell] += count;
            stableTotal += count;
        }
    }

    void addAll(Cells other) {
        for (int i = 0; i < canary.length; i++) {
            canary[i] += other.canary[i];
            stable[i] += other.stable[i];
        }
        canaryTotal += other.canaryTotal;
        stableTotal += other.stableTotal;
    }

    void clear() {
        java.util.Arrays.fill(canary, 0);
        java.util.Arrays.fill(stable, 0);
        canaryTotal = 0;
        stableTotal = 0;
    }

    void add(Arm arm, List<CellCount> counts) {
        for (CellCount count : counts) {
            if (count.cell() < 0 || count.cell() >= canary.length || count.count() < 0) {
                throw new IllegalArgumentException(
                        "cell " + count.cell() + " with count " + count.count() + " is not on this metric's grid");
            }
            add(arm, count.cell(), count.count());
        }
    }

    List<CellCount> occupied(Arm arm) {
        List<CellCount> counts = new ArrayList<>();
        long[] cells = of(arm);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] > 0) {
                counts.add(new CellCount(i, cells[i]));
            }
        }
        return counts;
    }

    void save(DataOutput out) throws IOException {
        for (Arm arm : Arm.values()) {
            List<CellCount> occupied = occupied(arm);
            Packed.write(occupied.size(), out);
            int before = 0;
            for (CellCount count : occupied) {
                Packed.write(count.cell() - before, out);
                Packed.write(count.count(), out);
                before = count.cell();
            }
        }
    }

    void load(DataInput in) throws IOException {
        clear();
        for (Arm arm : Arm.values()) {
            long occupied = Packed.read(in);
            int cell = 0;
            for (long i = 0; i < occupied; i++) {
                cell += (int) Packed.read(in);
                add(arm, cell, Packed.read(in));
            }
        }
    }
}
