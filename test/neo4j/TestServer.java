import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A real Neo4j Community server for tests, run as a single source file: java -cp "lib/*" [-Dkeep=true] [-Dtransactions=BYTES]
 * TestServer.java DIR PORT [CERTIFICATES].
 * It speaks Bolt on the loopback only and asks for a password. "READY" on standard output means that it answers. It lives as long as
 * its standard input stays open, so a test binary that ends in any way, also by a kill, takes its server with it.
 * It then removes its folder unless "keep" is true. "transactions" is how much memory all transactions may take together, else what
 * Neo4j grants them: 70 % of the heap.
 */
class TestServer {
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    int port = Integer.parseInt(args[1]);
    var address = new SocketAddress("127.0.0.1", port);
    var builder =
        new DatabaseManagementServiceBuilder(dir)
            .setConfig(GraphDatabaseSettings.auth_enabled, true)
            .setConfig(GraphDatabaseSettings.pagecache_memory, 64L * 1024 * 1024)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address);
    long transactions = Long.getLong("transactions", 0);
    if (transactions > 0) {
      builder.setConfig(GraphDatabaseSettings.memory_transaction_global_max_size, transactions);
    }
    if (args.length > 2) { // a folder with private.key and public.crt: TLS only
      var tls = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
      builder
          .setConfig(tls.enabled, true)
          .setConfig(tls.base_directory, Path.of(args[2]))
          .setConfig(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.REQUIRED);
    }
    var dbms = builder.build();
    System.out.println("READY");
    while (System.in.read() >= 0) {
      // Nothing is ever sent: the loop waits for the end of the stream.
    }
    dbms.shutdown();
    if (!Boolean.getBoolean("keep")) {
      delete(dir);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void delete(Path dir) throws IOException {
    Files.walkFileTree(
        dir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
