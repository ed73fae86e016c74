using System.Diagnostics;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.Publishing;

/// <summary>
/// A copy of what src/Functions is built from, with what may lie about in it on somebody's machine: settings, keys, a repository.
/// </summary>
internal sealed class AppCopy : IDisposable
{
    /// <summary>A text in each of the files that must not be published.</summary>
    public const string Secret = "planted-e3b0c44298fc";

    /// <summary>These files, relative to src/Functions.</summary>
    public static readonly string[] Strays =
    [
        "local.settings.json", "api-keys.json", "appsettings.json", "appsettings.Development.json", "rotation.local.json", ".env",
        ".git/config", "app.pfx", "app.pem", "app.key", "settings/local.settings.json", "keys/api-keys.json", "wwwroot/local.settings.json",
        "Properties/launchSettings.json",
    ];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("publish-");

    public AppCopy()
    {
        string[] names =
        [
            "host.json", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props", "eng", "src/Shared",
            "src/Functions",
        ];
        foreach (string name in names)
        {
            Copy(Path.Combine(Repository.Root, name), Path.Combine(_root.FullName, name));
        }

        foreach (string stray in Strays)
        {
            Write(stray, $$"""{ "Values": { "key": "{{Secret}}" } }""");
        }

        Write("rotation.json", "{}");
    }

    /// <summary>The copy of src/Functions.</summary>
    public string Project => Path.Combine(_root.FullName, "src", "Functions");

    /// <summary>A folder beside it that does not exist yet.</summary>
    public string Output => Path.Combine(_root.FullName, "output");

    /// <summary>Writes a file into the copy of src/Functions.</summary>
    public void Write(string file, string text)
    {
        string path = Path.Combine(Project, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs dotnet in the copy of src/Functions and answers what it wrote.</summary>
    public async Task<string> DotnetAsync(CancellationToken stop, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = Project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(stop);
        string output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        string said = $"{output}\n{await errors}";
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{said}");
        return output;
    }

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>Copies sources only: neither what was built nor what somebody left there.</summary>
    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (string name in Directory.EnumerateFileSystemEntries(from).Select(static one => Path.GetFileName(one)))
        {
            if (name is not ("bin" or "obj") && !Strays.Contains(name))
            {
                Copy(Path.Combine(from, name), Path.Combine(to, name));
            }
        }
    }
}
