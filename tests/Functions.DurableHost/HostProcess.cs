using System.Diagnostics;
using System.Text.Json;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>A <see cref="DurableHost"/> in a process of its own, which can be killed.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    internal const string Ready = "ready";
    internal const string CountRequests = "requests";

    private readonly Process _process;
    private readonly Task<string> _errors;

    private HostProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Completes when it has ended, by itself or killed.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>Starts it; it takes work when this completes.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="appSettings">The app's own settings; needed unless it only runs the engine contract.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<HostProcess> StartAsync(
        HostSettings settings,
        IReadOnlyDictionary<string, string>? appSettings,
        CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("dotnet", [typeof(HostProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        settings.WriteTo(start.Environment);
        foreach ((string name, string value) in appSettings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        HostProcess host = new(Process.Start(start)!);
        if (await host._process.StandardOutput.ReadLineAsync(cancellationToken) is not Ready)
        {
            await host.KillAsync();
            throw new InvalidOperationException($"The host process did not start: {await host._errors}");
        }

        return host;
    }

    /// <summary>How many requests it has made to storage so far, as <see cref="RequestCounter"/> counts them.</summary>
    public async Task<IReadOnlyDictionary<string, int>> RequestsAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(CountRequests.AsMemory(), cancellationToken);
        string counts = await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The host process ended: {await _errors}");
        return JsonSerializer.Deserialize<Dictionary<string, int>>(counts)!;
    }

    /// <summary>SIGKILL: it has no chance to say anything to the store.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Kills it unless it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
