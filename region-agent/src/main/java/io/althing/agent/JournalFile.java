package io.althing.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the journal's lines go. One thread at a time. */
public interface JournalFile extends AutoCloseable {
    /** What people call it. */
    String name();

    /** Everything that is there. */
    byte[] read() throws IOException;

    /** Cuts off everything from the length on; on return it is gone for good. */
    void cut(long length) throws IOException;

    /** Appends the bytes; on return they survive loss of power. After an exception none of them counts. */
    void append(byte[] bytes) throws IOException;

    @Override
    void close() throws IOException;

    /** A file on disk, made if it does not exist, and synced after each append. */
    static JournalFile at(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            channel.force(true);
            syncDirectory(path);
            return new OnDisk(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** The real thing. */
    final class OnDisk implements JournalFile {
        private final Path path;
        private final FileChannel channel;

        private OnDisk(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public byte[] read() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
                // goes on where the last read ended
            }
            return bytes.array();
        }

        @Override
        public void cut(long length) throws IOException {
            channel.truncate(length);
            channel.force(true);
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            long before = channel.size();
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                long at = before;
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
