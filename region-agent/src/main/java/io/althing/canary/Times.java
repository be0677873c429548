package io.althing.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Instants in a snapshot. */
final class Times {

    private Times() {}

    static void write(Instant time, DataOutput out) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    static Instant read(DataInput in) throws IOException {
        long second = in.readLong();
        return Instant.ofEpochSecond(second, in.readInt());
    }

    static void write(Optional<Instant> time, DataOutput out) throws IOException {
        out.writeBoolean(time.isPresent());
        if (time.isPresent()) {
            write(time.get(), out);
        }
    }

    static Optional<Instant> readOptional(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(read(in)) : Optional.empty();
    }
}
