package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A unit that is not counted yet: its arm, and by metric the cell it stands in. Times are milliseconds of the epoch. */
final class WaitingUnit {

    /** Its id, arm and time. */
    private static final int BYTES = 16;

    final Arm arm;
    private final int[] cells;
    private final long[] seen;
    private final boolean[] entered;
    private long assigned;
    private boolean switched;

    WaitingUnit(Arm arm, long assigned, int metrics) {
        this.arm = arm;
        this.assigned = assigned;
        this.cells = new int[metrics];
        this.seen = new long[metrics];
        this.entered = new boolean[metrics];
        Arrays.fill(cells, -1);
    }

    /** The most bytes a unit takes in a snapshot when its metrics have so many cells; with a label window their times are kept, too. */
    static int bytes(int[] scales, boolean patient) {
        return BYTES + Arrays.stream(scales).map(cells -> cells <= 2 ? patient ? 5 : 1 : 8).sum();
    }

    /** It was met again. */
    void meet(Arm other, long time) {
        switched |= other != arm;
        assigned = Math.min(assigned, time);
    }

    /** Takes a value back that came after the age at which the unit is judged, as is known now. */
    void unlessLate(int metric, long windowMillis) {
        if (!entered[metric] && seen[metric] > assigned + windowMillis) {
            cells[metric] = -1;
        }
    }

    boolean switched() {
        return switched;
    }

    long assigned() {
        return assigned;
    }

    boolean has(int metric) {
        return cells[metric] >= 0;
    }

    int cell(int metric) {
        return cells[metric];
    }

    long seen(int metric) {
        return seen[metric];
    }

    void stand(int metric, int cell, long time) {
        seen[metric] = has(metric) ? Math.max(time, seen[metric]) : time;
        cells[metric] = cell;
    }

    boolean entered(int metric) {
        return entered[metric];
    }

    void enter(int metric) {
        entered[metric] = true;
    }

    /** When the value it stands in was first known. */
    void standSince(int metric, int cell, long time) {
        seen[metric] = has(metric) && cells[metric] == cell ? Math.min(time, seen[metric]) : time;
        cells[metric] = cell;
    }

    void save(int[] scales, boolean patient, DataOutput out) throws IOException {
        out.writeByte(arm.ordinal() | (switched ? 2 : 0));
        Packed.writeSigned(assigned, out);
        for (int m = 0; m < cells.length; m++) {
            Packed.write(2L * (cells[m] + 1) + (entered[m] ? 1 : 0), out);
            if (has(m) && (patient || scales[m] > 2)) {
                Packed.writeSigned(seen[m] - assigned, out);
            }
        }
    }

    static WaitingUnit load(int[] scales, boolean patient, DataInput in) throws IOException {
        int flags = in.readByte();
        var unit = new WaitingUnit((flags & 1) == Arm.CANARY.ordinal() ? Arm.CANARY : Arm.STABLE,
                Packed.readSigned(in), scales.length);
        unit.switched = (flags & 2) != 0;
        for (int m = 0; m < scales.length; m++) {
            long packed = Packed.read(in);
            unit.entered[m] = (packed & 1) != 0;
            unit.cells[m] = (int) Math.min(packed / 2, scales[m]) - 1;
            if (unit.has(m) && (patient || scales[m] > 2)) {
                unit.seen[m] = unit.assigned + Packed.readSigned(in);
            }
        }
        return unit;
    }
}
