// Java's own client, which offers HTTP/2 with each request: prints the answers to two POSTs and a GET, a line each.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

class Post {
  public static void main(String[] arguments) throws Exception {
    var address = URI.create(arguments[0]);
    var query = "{\"query\": \"{ viewer { id } }\"}";
    var client = HttpClient.newHttpClient();
    var chunked = BodyPublishers.ofByteArrays(List.of(query.substring(0, 9).getBytes(), query.substring(9).getBytes()));
    for (var body : List.of(BodyPublishers.ofString(query), chunked)) {
      var post = HttpRequest.newBuilder(address).header("Authorization", arguments[1])
          .header("Content-Type", "application/json").POST(body).build();
      System.out.println(client.send(post, BodyHandlers.ofString()).body());
    }
    var get = HttpRequest.newBuilder(URI.create(arguments[0] + "?query=%7Bviewer%7Bid%7D%7D"))
        .header("Authorization", arguments[1]).header("Apollo-Require-Preflight", "x").build();
    System.out.println(client.send(get, BodyHandlers.ofString()).body());
  }
}
