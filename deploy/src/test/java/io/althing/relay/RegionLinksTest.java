package io.althing.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Region;
import io.althing.relay.RegionLinks.Link;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegionLinksTest {
    private static final Region US = new Region("us-east");
    private static final Region EU = new Region("eu-west");
    private static final Region AP = new Region("ap-south");

    private final RegionLinks links = new RegionLinks();
    private final EchoServer echo;
    private final RelayControl control;
    private final int usToEu;
    private final int euToUs;
    private final int usToAp;

    RegionLinksTest() throws IOException {
        echo = new EchoServer();
        usToEu = links.add(new Link(US, EU), 0, echo.address());
        euToUs = links.add(new Link(EU, US), 0, echo.address());
        usToAp = links.add(new Link(US, AP), 0, echo.address());
        control = RelayControl.start(0, links);
    }

    @AfterEach
    void stop() throws IOException {
        control.close();
        links.close();
        echo.close();
    }

    @Test
    void cutting_a_region_cuts_links_from_it_and_to_it_and_no_other() {
        links.cut(EU);
        assertThat(answers(usToEu)).isFalse();
        assertThat(answers(euToUs)).isFalse();
        assertThat(answers(usToAp)).isTrue();
    }

    @Test
    void cut_and_heal_over_http() throws Exception {
        assertThat(post("/links/eu-west/cut")).isEqualTo(200);
        assertThat(answers(usToEu)).isFalse();
        assertThat(post("/links/eu-west/heal")).isEqualTo(200);
        assertThat(answers(usToEu)).isTrue();
    }

    @Test
    void an_unknown_region_is_not_found() throws Exception {
        assertThat(post("/links/mars/cut")).isEqualTo(404);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(7);
            return socket.getInputStream().read() == 7;
        } catch (IOException reset) {
            return false;
        }
    }

    private int post(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control.address() + path))
                .POST(HttpRequest.BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
