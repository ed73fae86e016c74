using Microsoft.CodeAnalysis;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>What code that is replayed must not use: it would be something else, or happen once more, the second time.</summary>
internal static class ReplayRules
{
    private static readonly HashSet<string> _types =
    [
        "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Environment", "System.AppContext",
        "System.Console", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Net.Dns",
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.SemaphoreSlim", "System.Threading.Tasks.Parallel",
        "System.Threading.Tasks.TaskFactory", "System.Threading.Tasks.TaskScheduler", "System.Threading.ThreadLocal",
        "System.Threading.AsyncLocal", "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory",
        "System.IO.DirectoryInfo", "System.IO.StreamReader", "System.IO.StreamWriter",
    ];

    private static readonly string[] _namespaces =
        ["System.Net.Http", "System.Net.Sockets", "Azure", "Polly", "Microsoft.Extensions.DependencyInjection"];

    private static readonly HashSet<string> _members =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTime.ToLocalTime",
        "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow", "System.DateTimeOffset.ToLocalTime",
        "System.DateTimeOffset.LocalDateTime", "System.TimeZoneInfo.Local", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Globalization.CultureInfo.CurrentCulture", "System.Globalization.CultureInfo.CurrentUICulture",
        "System.IO.Path.GetTempPath", "System.IO.Path.GetRandomFileName", "System.Threading.CancellationTokenSource.CancelAsync",
        "System.Threading.CancellationTokenSource.CancelAfter", "System.Threading.Tasks.Task.Factory",
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay", "System.Threading.Tasks.Task.Yield",
        "System.Threading.Tasks.Task.ContinueWith", "System.Threading.Tasks.Task.Wait", "System.Threading.Tasks.Task.WaitAsync",
        "System.Threading.Tasks.Task.ConfigureAwait", "System.Threading.Tasks.ValueTask.ConfigureAwait",
    ];

    /// <summary>What grows or changes in place: shared by all instances, it makes one depend on another.</summary>
    private static readonly string[] _collections =
        ["List", "Dictionary", "HashSet", "Queue", "Stack", "SortedDictionary", "SortedSet", "StringBuilder"];

    private static readonly SymbolDisplayFormat _name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType);

    /// <summary>The name of what is used and must not be; null when it may be.</summary>
    public static string? Violation(ISymbol used)
    {
        string name = used.ToDisplayString(_name);
        string type = used.ContainingType.ToDisplayString(_name);
        string space = used.ContainingNamespace.ToDisplayString();
        bool isBanned = _types.Contains(type) || _members.Contains(name)
            || _namespaces.Any(banned => $"{space}.".StartsWith($"{banned}.", StringComparison.Ordinal))
            || IsTimedSource(type, used)
            || IsStaticState(used);
        return isBanned && name is not "System.Environment.NewLine" ? name : null;
    }

    private static bool IsTimedSource(string type, ISymbol used)
        => type is "System.Threading.CancellationTokenSource"
            && used is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: > 0 };

    private static bool IsStaticState(ISymbol used) => used switch
    {
        { Locations: [{ IsInSource: false }, ..] } => false,
        IFieldSymbol { IsStatic: true, IsConst: false } field => !field.IsReadOnly || IsCollection(field.Type),
        IPropertySymbol { IsStatic: true } property => property.SetMethod is not null || IsCollection(property.Type),
        _ => false,
    };

    private static bool IsCollection(ITypeSymbol type)
        => _collections.Contains(type.Name) || type.ContainingNamespace?.ToDisplayString() is "System.Collections.Concurrent";
}
