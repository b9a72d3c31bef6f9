using MGen.Cli;
using MGen.Cluster.CommandLine;

return await ProgramHost.RunAsync(args, SiloProgram.RunAsync);
