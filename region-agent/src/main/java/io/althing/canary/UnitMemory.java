package io.althing.canary;

/**
 * How much the engine may remember about single units, so that its state stays small however many there are.
 *
 * <p>
 * Who was counted is remembered as one bit of a hash: a new unit whose bit is taken counts as known and is left out. Who waits for the
 * end of a look, or for a label, has a few bytes; when they are full, units that only wait for the look are counted as they stand, and
 * further units that would wait for a label are left out. None of this asks for the arm or for what a unit did, so it costs power, never
 * validity: left out or not, a unit's arm is still a throw of the router's dice. Hashes are not those that choose the arm.
 *
 * @param countedBytes
 *            for units that were counted, above 0: eight units a byte at most, about half of them before every second new one is left out
 * @param waitingBytes
 *            for units that wait, above 0: about 16 bytes each with one metric
 */
public record UnitMemory(int countedBytes, int waitingBytes) {

    /** With it the state of a canary stays below 64 KiB. */
    public static final UnitMemory STANDARD = new UnitMemory(24 << 10, 24 << 10);

    /** For a whole recording on a large machine: a hundred million units. */
    public static final UnitMemory ROOMY = new UnitMemory(64 << 20, 256 << 20);

    public UnitMemory {
        if (countedBytes < 1 || waitingBytes < 1) {
            throw new IllegalArgumentException(
                    "countedBytes and waitingBytes must be above 0, were " + countedBytes + " and " + waitingBytes);
        }
    }

    UnitMemory half() {
        return new UnitMemory(Math.max(1, countedBytes / 2), Math.max(1, waitingBytes / 2));
    }
}
