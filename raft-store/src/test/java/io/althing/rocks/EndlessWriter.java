package io.althing.rocks;

import io.althing.store.WriteSet;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes batch after batch and prints the number of each once it is acknowledged; made to be killed. */
final class EndlessWriter {
    private EndlessWriter() {}

    public static void main(String[] args) {
        RocksKeyValue store = RocksKeyValue.open(Path.of(args[0]));
        for (int i = 0;; i++) {
            byte[] number = ByteBuffer.allocate(4).putInt(i).array();
            store.write(new WriteSet().put(new byte[0], number).put(number, new byte[200]));
            System.out.print("%08d%n".formatted(i));
            System.out.flush();
        }
    }

    static int number(byte[] value) {
        return ByteBuffer.wrap(value).getInt();
    }
}
