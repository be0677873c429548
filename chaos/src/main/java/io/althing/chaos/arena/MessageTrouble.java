package io.althing.chaos.arena;

import io.althing.raft.transport.LinkFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a node does to the messages it sends: how many of a hundred requests go out twice, and by how much the others are held back. The
 * drill writes both numbers to a file that the node has mapped.
 *
 * <p>Held back are all answers and all requests but those that carry the log. JRaft relies on the order in which one sender's entries
 * arrive, which a connection keeps and our transport guards; answers it sorts by itself, and votes, reads, forwarded writes, snapshots
 * and their pieces may overtake each other and the log. A request that arrives twice may be of any kind.
 */
final class MessageTrouble implements LinkFaults {
    private static final int NONE = 0;
    private static final int DUPLICATES = 0;
    private static final int HOLD = Integer.BYTES;
    private static final int SIZE = 2 * Integer.BYTES;
    private static final int HUNDRED = 100;
    /** The requests that carry the log, by their number in {@code MessageTable}. */
    private static final int LOG = 3;

    private final MappedByteBuffer numbers;

    private MessageTrouble(MappedByteBuffer numbers) {
        this.numbers = numbers;
    }

    /** As a node is told by that file. */
    static MessageTrouble told(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MessageTrouble(channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE));
        }
    }

    /**
     * Tells a node.
     *
     * @param duplicates of a hundred requests, how many are sent twice
     * @param holdMillis the longest time that a message is held back
     */
    static void tell(Path file, int duplicates, int holdMillis) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).putInt(duplicates).putInt(holdMillis).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
        }
    }

    @Override
    public Fate fate(Direction direction, String peer, int number) {
        return drawn(direction, number, numbers.getInt(DUPLICATES), numbers.getInt(HOLD));
    }

    private static Fate drawn(Direction direction, int number, int duplicates, int hold) {
        boolean request = direction == Direction.REQUEST;
        int copies = request && duplicates > NONE && ThreadLocalRandom.current().nextInt(HUNDRED) < duplicates ? 2 : 1;
        boolean ordered = request && number == LOG;
        long delay = hold > NONE && !ordered ? ThreadLocalRandom.current().nextInt(hold + 1) : 0;
        return copies == 1 && delay == 0 ? Fate.DELIVER : new Fate(copies, delay);
    }
}
