package io.althing.raft.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A caller that shows whatever certificate it likes, if any, trusts everybody, and writes whatever bytes it likes. */
final class RawTlsPeer implements AutoCloseable {
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // whoever it is
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // whoever it is
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private final SSLSocket socket;

    RawTlsPeer(int port, Optional<TlsFiles> shown) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.isPresent() ? keys(shown.get()) : new KeyManager[0],
                    new TrustManager[]{new Credulous()}, null);
            socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        socket.setSoTimeout((int) WirePair.PATIENCE.toMillis());
        socket.startHandshake();
    }

    private static KeyManager[] keys(TlsFiles files) throws GeneralSecurityException, IOException {
        X509Certificate[] chain = PemFiles.certificates(files.certificate()).toArray(X509Certificate[]::new);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", PemFiles.key(files.key(), "EC"), new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        return keys.getKeyManagers();
    }

    /** Writes bytes; gives what comes back until the other side hangs up, at most so many. */
    byte[] exchange(byte[] bytes, int most) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return socket.getInputStream().readNBytes(most);
        } catch (IOException hungUp) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
