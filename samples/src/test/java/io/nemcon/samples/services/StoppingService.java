package io.nemcon.samples.services;

import io.nemcon.client.HostedClient;
import io.nemcon.client.group.WireLines;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A service as it is, on a {@link StoppingHost}. */
public final class StoppingService {

    static final String ARM = "arm ";
    static final String GO_ON = "go on";

    private StoppingService() {}

    /** As for {@link ServiceProcess}. */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        StoppingHost host = new StoppingHost();
        ServiceProcess.run(
                arguments[0],
                ServiceConfig.load(Path.of(arguments[1])),
                config -> HostedClient.open(
                        host,
                        config,
                        new WireLines(
                                arguments[0],
                                WireSecurity.none(),
                                WireLimits.defaults().withInFlightMax(10_000))),
                line -> {
                    if (line.startsWith(ARM)) {
                        host.arm(line.substring(ARM.length()));
                    } else if (line.equals(GO_ON)) {
                        host.goOn();
                    }
                });
        System.exit(0);
    }
}
