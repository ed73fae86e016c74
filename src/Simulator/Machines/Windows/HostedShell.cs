using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using Microsoft.PowerShell.Commands;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// Runs a script as its own powershell.exe would, with named parameters, in the engine of PowerShell 7. That engine lacks the modules of
/// Windows, so what scripts use of them is defined here and answered by the simulated machine.
/// </summary>
internal static class HostedShell
{
    private const int Tail = 4096;

    // Only the parts of the engine that a script may use: a small session opens fast.
    private static readonly Type[] _cmdlets =
    [
        typeof(ForEachObjectCommand),
        typeof(WhereObjectCommand),
        typeof(OutNullCommand),
        typeof(SetStrictModeCommand),
        typeof(SetPSDebugCommand),
        typeof(StandInCommand),
    ];

    private static readonly (string Name, string Parameters)[] _standIns =
    [
        ("Get-Date", ""),
        ("Start-Sleep", "[int] $Milliseconds"),
        ("Get-Service", "[string[]] $Name, [string[]] $DisplayName"),
        ("Get-CimInstance", "[string] $ClassName, [string[]] $Property"),
        ("Get-Process", "[int] $Id"),
        ("Get-Item", "[string] $LiteralPath"),
        ("Get-Acl", "[string] $LiteralPath"),
        ("Set-Acl", "[string] $LiteralPath, $AclObject"),
    ];

    // Each script is compiled once, which takes a second or two.
    private static readonly ConcurrentDictionary<string, ScriptBlock> _scripts = new(StringComparer.Ordinal);

    private static readonly string[] _programs = ["sc.exe", "schtasks.exe", "icacls.exe", "fsutil.exe"];

    private static Task? _warm;

    private static readonly string _standInText = string.Join('\n', (string[])
    [
        .. _standIns.Select(
            static s => $"function {s.Name} {{ [CmdletBinding()] param({s.Parameters}) Invoke-StandIn '{s.Name}' $PSBoundParameters }}"),
        .. _programs.Select(static p => $"function {p} {{ Invoke-StandIn '{p}' $args }}"),
    ]);

    /// <summary>The engine's cmdlets that a script finds.</summary>
    public static IReadOnlyList<string> Cmdlets { get; } = [.. _cmdlets.Select(NameOf)];

    /// <summary>The other commands that a script finds: cmdlets of Windows' modules and programs of System32.</summary>
    public static IReadOnlyList<string> StandIns { get; } = [.. _standIns.Select(static s => s.Name), .. _programs];

    /// <summary>Starts the engine once, which takes a second or two, so that it is warm when the first script runs.</summary>
    public static Task WarmUpAsync(WindowsSystem system) => _warm ??= Task.Run(() => RunAsync(
        system,
        "param([string] $A) Set-StrictMode -Version 3.0; function F([string] $b) { [regex]::Replace($b, '[^ -~]', '?').Length -gt 0 }; "
        + "try { @('x', 'y' | Where-Object { F $_ } | ForEach-Object { @{ N = \"$_\"; D = (Get-Date).ToUniversalTime() } }).Count; $null"
        + " = & sc.exe 'query'; throw 'x' } catch { exit 0 }",
        new Dictionary<string, string> { ["A"] = "a" },
        CancellationToken.None));

    /// <summary>
    /// Runs a script to its end. Killing it takes effect between two of its calls; nothing of it runs after that, not even a finally block.
    /// </summary>
    public static async Task<ScriptOutcome> RunAsync(
        WindowsSystem system,
        string script,
        IReadOnlyDictionary<string, string> parameters,
        CancellationToken kill)
    {
        HostedConsole console = new();
        using Runspace runspace = RunspaceFactory.CreateRunspace(console, Session(new HostedRun(system, kill)));
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript("param($standIns, $script, $parameters) . $standIns; . $script @parameters", useLocalScope: false)
            .AddParameter("standIns", _scripts.GetOrAdd(_standInText, static text => ScriptBlock.Create(text)))
            .AddParameter("script", _scripts.GetOrAdd(script, static text => ScriptBlock.Create(text)))
            .AddParameter("parameters", new Hashtable(parameters.Where(static p => p.Value is not "").ToDictionary()));
        StringBuilder errors = new();
        using PSDataCollection<PSObject> output = [];
        try
        {
            await using CancellationTokenRegistration _ = kill.Register(() => shell.BeginStop(null, null));
            await shell.InvokeAsync<PSObject, PSObject>(null, output);
            errors.AppendJoin('\n', shell.Streams.Error);
            return Outcome(console.ExitCode ?? (shell.HadErrors ? 1 : 0));
        }
        catch (PipelineStoppedException)
        {
            return Outcome(-1);
        }
        catch (RuntimeException e)
        {
            errors.Append(e.Message);
            return Outcome(1);
        }
        finally
        {
            CloseHandles(runspace);
        }

        ScriptOutcome Outcome(int code) => new(code, End(string.Concat(output.Select(static o => $"{o}\r\n"))), End(errors.ToString()));
    }

    private static InitialSessionState Session(HostedRun run)
    {
        InitialSessionState session = InitialSessionState.Create();
        session.LanguageMode = PSLanguageMode.FullLanguage;
        session.Providers.Add(new SessionStateProviderEntry("Environment", typeof(EnvironmentProvider), null));
        session.Providers.Add(new SessionStateProviderEntry("Variable", typeof(VariableProvider), null));
        session.Variables.Add(
            new SessionStateVariableEntry(StandInCommand.Variable, run, "", ScopedItemOptions.Constant | ScopedItemOptions.AllScope));
        session.Commands.Add(_cmdlets.Select(static c => new SessionStateCmdletEntry(NameOf(c), c, null)));
        return session;
    }

    private static string NameOf(Type cmdlet)
    {
        CmdletAttribute name = (CmdletAttribute)Attribute.GetCustomAttribute(cmdlet, typeof(CmdletAttribute))!;
        return $"{name.VerbName}-{name.NounName}";
    }

    // A process closes its open files when it ends; a runspace does not.
    private static void CloseHandles(Runspace runspace)
    {
        foreach (PSVariable variable in runspace.SessionStateProxy.InvokeProvider.ChildItem.Get("Variable:", recurse: false)
            .Select(static v => v.BaseObject)
            .OfType<PSVariable>())
        {
            foreach (object? value in (variable.Value as IDictionary)?.Values ?? new[] { variable.Value })
            {
                ((value as PSObject)?.BaseObject as FileStream ?? value as FileStream)?.Dispose();
            }
        }
    }

    private static string End(string text) => text.Length > Tail ? text[^Tail..] : text;
}
