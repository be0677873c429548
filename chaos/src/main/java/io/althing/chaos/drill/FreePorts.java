package io.althing.chaos.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that nobody listens on. They lie below those that Linux gives to outgoing connections (32768 and up):
 * between being drawn here and being listened on, such a port could be taken by a node that dials another.
 */
public final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int END = 32_000;
    private static final int TRIES = 1_000;

    private FreePorts() {}

    /** Different ports, all free a moment ago. */
    public static List<Integer> draw(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(hold());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static ServerSocket hold() throws IOException {
        IOException inUse = new IOException("no port was tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                return new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, END), 1,
                        InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                inUse = e;
            }
        }
        throw inUse;
    }
}
