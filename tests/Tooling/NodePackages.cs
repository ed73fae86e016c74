using System.Diagnostics;

namespace TenantTokens.Tooling;

/// <summary>
/// The npm packages of tests/npm, installed on first use exactly as the lock file says. Any number of test processes may ask at once.
/// </summary>
public static class NodePackages
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "npm");
    private static readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The node program.</summary>
    public static string Node
        => ExternalTool.Require("the Debian package nodejs, or https://nodejs.org, version 20 or later", "node", "node.exe");

    /// <summary>The full path of a file of an installed package, for example <c>axe-core/axe.min.js</c>.</summary>
    public static async Task<string> PathOfAsync(string file, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        string path = Path.Combine(_folder, "node_modules", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The packages of tests/npm have no {file}.", path);
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        string installed = Path.Combine(_folder, "node_modules", ".installed");
        string wanted = await File.ReadAllTextAsync(Path.Combine(_folder, "package-lock.json"), cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using FileStream mutex = await AcquireAsync(Path.Combine(_folder, "node_modules.lock"), cancellationToken);
            if (File.Exists(installed) && await File.ReadAllTextAsync(installed, cancellationToken) == wanted)
            {
                return;
            }

            string npm = ExternalTool.Require("the Debian package npm, or https://nodejs.org, version 20 or later", "npm", "npm.cmd");
            using Process process = Process.Start(new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            {
                WorkingDirectory = _folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            Assert.True(process.ExitCode == 0, $"npm ci ended with {process.ExitCode}: {errors}{await output}");
            await File.WriteAllTextAsync(installed, wanted, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<FileStream> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
            }
        }
    }
}
