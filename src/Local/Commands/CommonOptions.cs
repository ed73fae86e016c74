using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;

namespace TenantTokens.Local.Commands;

/// <summary>The options that most commands share, and the host and terminal that they open.</summary>
internal sealed class CommonOptions
{
    /// <summary>The default data directory.</summary>
    public const string DefaultData = ".tenant-token";

    private readonly Option<FileInfo> _config = new("--config", "-c")
    {
        Description = "The configuration file, rotation.json.",
        DefaultValueFactory = static _ => new FileInfo("rotation.json"),
    };
    private readonly Option<DirectoryInfo> _data = new("--data", "-d")
    {
        Description = $"The directory that holds the ledger and the journal (default {DefaultData}).",
        DefaultValueFactory = static _ => new DirectoryInfo(DefaultData),
    };
    private readonly Option<string?> _environment = new("--environment", "-e")
    {
        Description = "The environment id. Required when the configuration has several environments.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document at the end." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Write a detailed log to standard error." };

    /// <summary>Adds the options to a command.</summary>
    public CommonOptions AddTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_data);
        command.Options.Add(_environment);
        command.Options.Add(_json);
        command.Options.Add(_verbose);
        return this;
    }

    /// <summary>Reads the configuration and opens the ledger; creates one in a directory that never had one.</summary>
    /// <exception cref="UserErrorException">The configuration has mistakes; the message names all of them.</exception>
    public LocalHost OpenHost(ParseResult parsed, Action<IServiceCollection, LocalHost>? more = null)
        => Open(parsed, more, mustExist: false);

    /// <summary>
    /// As <see cref="OpenHost(ParseResult, Action{IServiceCollection, LocalHost})"/>, for a command that creates nothing.
    /// </summary>
    /// <exception cref="UserErrorException">The configuration has mistakes, or there is no ledger.</exception>
    public LocalHost OpenExisting(ParseResult parsed, Action<IServiceCollection, LocalHost>? more = null)
        => Open(parsed, more, mustExist: true);

    private LocalHost Open(ParseResult parsed, Action<IServiceCollection, LocalHost>? more, bool mustExist)
    {
        string configuration = parsed.GetRequiredValue(_config).FullName;
        LocalHost host = OpenHost(configuration, parsed.GetRequiredValue(_data).FullName, parsed.GetValue(_verbose), more, mustExist);
        host.Notices = Terminal.ErrorsOf(parsed.InvocationConfiguration);
        return host;
    }

    /// <summary>As <see cref="OpenHost(ParseResult, Action{IServiceCollection, LocalHost})"/>, for given paths.</summary>
    public static LocalHost OpenHost(
        string configuration, string data, bool verbose, Action<IServiceCollection, LocalHost>? more = null, bool mustExist = false)
    {
        RotationConfigurationResult read = RotationConfiguration.Load(configuration);
        return read.IsValid
            ? LocalHost.Open(read.Options, data, verbose, more, mustExist)
            : throw new UserErrorException(read.Problems.Select(problem => $"{configuration}: {problem}"));
    }

    /// <summary>Opens the output of the command.</summary>
    public Terminal OpenTerminal(ParseResult parsed) => Terminal.Open(parsed.InvocationConfiguration, parsed.GetValue(_json));

    /// <summary>Returns the id of the environment that the command is about.</summary>
    /// <exception cref="UserErrorException">The environment is not configured, or there are several and none was named.</exception>
    public string EnvironmentOf(ParseResult parsed, LocalHost host)
    {
        string[] known = [.. host.Options.Environments.Select(static environment => environment.Id)];
        string all = string.Join(", ", known);
        return parsed.GetValue(_environment) switch
        {
            null when known is [var only] => only,
            null => throw new UserErrorException($"Add --environment: the configuration has several environments ({all})."),
            { } named when known.Contains(named) => named,
            { } named => throw new UserErrorException($"--environment '{named}' is not configured. The configuration has: {all}."),
        };
    }

    /// <summary>Returns the environments that the command is about: the one that was named, else all.</summary>
    /// <exception cref="UserErrorException">The one that was named is not configured.</exception>
    public IEnumerable<EnvironmentOptions> EnvironmentsOf(ParseResult parsed, LocalHost host)
        => parsed.GetValue(_environment) is null ? host.Options.Environments : [host.Options.Environment(EnvironmentOf(parsed, host))];
}
