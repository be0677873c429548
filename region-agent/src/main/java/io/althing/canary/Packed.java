package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in a snapshot, small ones in few bytes: seven bits a byte, lowest first (LEB128). */
final class Packed {

    private Packed() {}

    /** Writes a number that is not negative. */
    static void write(long value, DataOutput out) throws IOException {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number in the snapshot has more than ten bytes");
    }

    /** Writes a number of either sign. */
    static void writeSigned(long value, DataOutput out) throws IOException {
        write(value << 1 ^ value >> 63, out);
    }

    static long readSigned(DataInput in) throws IOException {
        long value = read(in);
        return value >>> 1 ^ -(value & 1);
    }
}
