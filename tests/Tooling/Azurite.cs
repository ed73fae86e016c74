using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TenantTokens.Tooling;

/// <summary>
/// The table service of the storage emulator Azurite, as a process of its own on a free port of 127.0.0.1, in memory. Gone with the test.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    /// <summary>The emulator's account.</summary>
    public const string Account = "devstoreaccount1";

    /// <summary>
    /// The emulator's well-known key, printed in its manual: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    /// </summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const int Attempts = 5;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private Azurite(Process process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>The address of the account's tables.</summary>
    public Uri Endpoint { get; }

    /// <summary>How clients get in.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={Endpoint};";

    /// <summary>Starts it; it listens when this completes.</summary>
    public static async Task<Azurite> StartAsync(CancellationToken cancellationToken)
    {
        string program = await NodePackages.PathOfAsync("azurite/dist/src/table/main.js", cancellationToken);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await StartAsync(program, FreePort(), cancellationToken);
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody took the port in the meantime.
            }
        }
    }

    private static async Task<Azurite> StartAsync(string program, int port, CancellationToken cancellationToken)
    {
        Process process = Process.Start(new ProcessStartInfo(
            NodePackages.Node,
            [
                program,
                "--tableHost",
                "127.0.0.1",
                "--tablePort",
                $"{port}",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--silent",
                "--disableTelemetry",
            ])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Azurite azurite = new(process, new Uri($"http://127.0.0.1:{port}/{Account}"));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(_patience);
        while (await process.StandardOutput.ReadLineAsync(waiting.Token) is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
                return azurite;
            }
        }

        await azurite.DisposeAsync();
        throw new InvalidOperationException($"Azurite ended before it listened: {await errors}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
