using System.Net.Security;
using System.Net.Sockets;

// mgen-floor: what a .NET program costs before it runs any code of this project.
//
//   mgen-floor              prints a line and sleeps
//   mgen-floor HOST PORT    connects by TLS with the base library, accepts every certificate, prints a line, and waits
//                           for the other side to close
if (args is not [string host, string port])
{
    Console.WriteLine("hello");
    await Task.Delay(Timeout.Infinite);
    return;
}
using TcpClient connection = new();
await connection.ConnectAsync(host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
SslStream stream = new(connection.GetStream());
await using (stream)
{
    SslClientAuthenticationOptions options = new() { TargetHost = host };
    options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
    await stream.AuthenticateAsClientAsync(options);
    Console.WriteLine("hello");
    byte[] received = new byte[1];
    while (await stream.ReadAsync(received) > 0)
        ;
}
