using Microsoft.CodeAnalysis;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>A place where a file of one folder uses a type of another one.</summary>
/// <param name="From">The folder that uses.</param>
/// <param name="To">The folder that is used.</param>
/// <param name="File">The file, relative to src/Shared.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Type">The type that is used.</param>
internal sealed record FolderUse(string From, string To, string File, int Line, INamedTypeSymbol Type)
{
    public override string ToString() => $"{File}({Line}): {From} uses {Type.Name} of {To}";
}
