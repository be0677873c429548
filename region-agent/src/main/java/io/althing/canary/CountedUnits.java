package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/** Who was counted, one bit of a hash each; a unit may be taken for another, never the other way round. Not thread-safe. */
public final class CountedUnits {

    private final long places;
    private final BitSet taken = new BitSet();

    /** @param bytes its memory at most */
    public CountedUnits(int bytes) {
        this.places = 8L * bytes;
    }

    /** Whether the unit of this hash, or one taken for it, was counted. */
    public boolean contains(long id) {
        return taken.get(place(id));
    }

    /** Notes that the unit of this hash was counted. */
    public void add(long id) {
        taken.set(place(id));
    }

    private int place(long id) {
        return (int) Math.min(Integer.MAX_VALUE, Math.unsignedMultiplyHigh(id, places));
    }

    /** The state. */
    public void save(DataOutput out) throws IOException {
        byte[] bits = taken.toByteArray();
        boolean few = 2L * taken.cardinality() < bits.length;
        out.writeBoolean(few);
        Packed.write(few ? taken.cardinality() : bits.length, out);
        if (few) {
            int before = 0;
            for (int place = taken.nextSetBit(0); place >= 0; place = taken.nextSetBit(place + 1)) {
                Packed.write(place - before, out);
                before = place;
            }
        } else {
            out.write(bits);
        }
    }

    /** Goes on from a state saved with as many bytes. */
    public void load(DataInput in) throws IOException {
        taken.clear();
        boolean few = in.readBoolean();
        int size = (int) Math.min(places, Packed.read(in));
        if (few) {
            long place = 0;
            for (int i = 0; i < size; i++) {
                place += Packed.read(in);
                taken.set((int) Math.min(place, places - 1));
            }
        } else {
            byte[] bits = new byte[(int) Math.min(size, places / 8)];
            in.readFully(bits);
            taken.or(BitSet.valueOf(bits));
        }
    }
}
