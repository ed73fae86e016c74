using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TenantTokens.Tooling;

/// <summary>
/// The whole emulator Azurite, tables, queues and blobs, which keeps everything in a folder, as the one does that a Functions host runs on.
/// </summary>
public sealed class StoredAzurite : IDisposable
{
    private readonly Process _process;

    private StoredAzurite(Process process, int[] ports)
    {
        _process = process;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Azurite.Account};AccountKey={Azurite.Key};BlobEndpoint="
            + $"{Endpoint(ports[0])};QueueEndpoint={Endpoint(ports[1])};TableEndpoint={Endpoint(ports[2])};";
    }

    /// <summary>How clients get in.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts it; it listens when this completes.</summary>
    public static async Task<StoredAzurite> StartAsync(string folder, CancellationToken cancellationToken)
    {
        string program = await NodePackages.PathOfAsync("azurite/dist/src/azurite.js", cancellationToken);
        int[] ports = FreePorts(3);
        Process process = Process.Start(new ProcessStartInfo(
            NodePackages.Node,
            [
                program,
                "--location",
                folder,
                "--blobPort",
                $"{ports[0]}",
                "--queuePort",
                $"{ports[1]}",
                "--tablePort",
                $"{ports[2]}",
                "--skipApiVersionCheck",
                "--disableTelemetry",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        StoredAzurite azurite = new(process, ports);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        for (int listening = 0; listening < 3;)
        {
            string line = await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException($"Azurite ended before it listened: {await errors}");
            listening += line.Contains("successfully listen", StringComparison.Ordinal) ? 1 : 0;
        }

        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
        return azurite;
    }

    /// <summary>Has it write down what it holds in memory, and end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends it, without a chance to write anything down.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Endpoint(int port) => $"http://127.0.0.1:{port}/{Azurite.Account}";

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
