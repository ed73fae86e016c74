using System.Diagnostics;
using System.Text;

namespace TenantTokens.Local.Tests.Serving;

/// <summary>The real <c>tenant-token serve</c> as a process of its own.</summary>
internal sealed class ServingProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServingProcess(Process process) => _process = process;

    /// <summary>Everything it has said on standard output so far.</summary>
    public string Said => _said.ToString();

    /// <summary>Where it says that it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it; it serves when this completes.</summary>
    public static async Task<ServingProcess> StartAsync(string configuration, string data)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "tenant-token.dll");
        ServingProcess serving = new(Process.Start(new ProcessStartInfo(
            "dotnet",
            [program, "serve", "--config", configuration, "--data", data])
        {
            RedirectStandardOutput = true,
        })!);
        string address = await serving.ReadUntilAsync("Pages and API: ");
        serving.Address = new Uri(address["Pages and API: ".Length..].Split(' ')[0].TrimEnd('.'));
        await serving.ReadUntilAsync("Serving ");
        return serving;
    }

    /// <summary>Ends it as Ctrl-C does (SIGTERM takes the same way), and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        _said.Append(await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(_patience, TimeProvider.System);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<string> ReadUntilAsync(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(_patience, TimeProvider.System) is { } line)
        {
            _said.AppendLine(line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended before it said '{beginning}': {_said}");
    }
}
